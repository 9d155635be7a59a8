# What a new workspace begins with.

seed-pipeline = Sales
seed-stage-qualification = Qualification
seed-stage-needs = Needs
seed-stage-proposal = Proposal
seed-stage-negotiation = Negotiation
seed-stage-commitment = Commitment
seed-stage-won = Won
seed-stage-lost = Lost
