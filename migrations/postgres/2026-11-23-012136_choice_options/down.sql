DROP TABLE
    choice_options;
