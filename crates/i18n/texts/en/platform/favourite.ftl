entity-favourite = Favourite
entity-favourite-plural = Favourites

field-favourite-entity = Kind
field-favourite-record-id = Record
