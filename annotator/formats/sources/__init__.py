"""Where corpora lie and how they come apart: files, folders, archives; lines, objects and articles in them."""
