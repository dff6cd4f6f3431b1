"""Shards of one Lookalike command on a Ray cluster. Ray schedules; parts are files; `lookalike merge`
puts them together. See the README, "From a laptop to a cluster"."""
