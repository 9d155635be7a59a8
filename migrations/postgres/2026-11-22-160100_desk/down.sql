DROP TABLE
    saved_views,
    favourites;
