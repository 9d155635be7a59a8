entity-favourite = 收藏
entity-favourite-plural = 收藏

field-favourite-entity = 类型
field-favourite-record-id = 记录
