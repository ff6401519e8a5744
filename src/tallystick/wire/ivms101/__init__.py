"""IVMS101: who sends a digital asset to whom, as two service providers tell each other.

The interVASP data model (IVMS101 of 2020, IVMS101.2023) says what a payload may hold, and
twelve constraints, C1 to C12. `reader` takes the JSON of either version and takes nothing
else, `constraints` tells every breach by its number, `writer` writes either version,
`leaves` gives every text to be screened, and `requirements` asks for what FATF
Recommendation 16 wants to travel.

Places are told in the element names of the 2023 version, whichever the payload is of.
"""
