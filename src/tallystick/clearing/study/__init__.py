"""Studies of settlement: instances are invented from a seed, realistic ones and hard ones."""
