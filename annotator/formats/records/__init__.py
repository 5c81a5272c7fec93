"""One document as a record of others brings it: made fit, held against the rules, taken or told."""
