"""What formats of MUC-4's data share: texts, templates, and who fills their slots."""
