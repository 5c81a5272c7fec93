"""Releases: a corpus as it is cut, described, checked again and compared.

Pure, above the formats and below the services: it is given documents one by one and writes files into a folder. It
knows no database, no page and no clock, so that the same documents under the same plan are the same bytes.
"""
