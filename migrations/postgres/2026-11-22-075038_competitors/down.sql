DROP TABLE
    opportunity_competitors,
    competitors;
