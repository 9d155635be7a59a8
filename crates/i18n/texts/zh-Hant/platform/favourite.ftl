entity-favourite = 我的最愛
entity-favourite-plural = 我的最愛

field-favourite-entity = 種類
field-favourite-record-id = 資料
