"""What formats of UIMA share: a CAS read and made, by dkpro-cassis."""
