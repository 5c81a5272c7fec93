"""Kinds of jobs: one file each, one explicit list."""

from annotator.registry import Registry
from annotator.services.job_kinds.base import Kind
from annotator.services.job_kinds.cut_release import CutRelease
from annotator.services.job_kinds.export_corpus import ExportCorpus
from annotator.services.job_kinds.import_files import ImportFiles
from annotator.services.job_kinds.sync_project import SyncProject

#: Every kind of job. To add one: write a file here, and add a line below.
KINDS: Registry[Kind] = Registry("kind of job", [ImportFiles(), ExportCorpus(), CutRelease(), SyncProject()])
