entity-import = 匯入
entity-import-plural = 匯入
