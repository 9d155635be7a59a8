entity-import = 导入
entity-import-plural = 导入
