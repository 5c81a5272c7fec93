"""Where things stand in a text: words, sentences and units, and what is moved to where its words are."""
