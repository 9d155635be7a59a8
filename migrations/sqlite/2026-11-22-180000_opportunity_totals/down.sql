DROP TABLE opportunity_totals;
