entity-import = Import
entity-import-plural = Imports
