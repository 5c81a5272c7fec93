"""GLiNER and its kin: tokens with spans and relations."""
