DROP TABLE nodes;
DROP TABLE recurring_jobs;
