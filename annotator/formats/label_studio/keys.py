"""The keys of tasks of Label Studio that are read, or say nothing of the text: what stands under others is told."""

from annotator.domain.json import JsonObject
from annotator.formats.label_studio.objects import LABELS
from annotator.formats.sources.unread import ANY, Known, keys
from annotator.labelstudio.results import CORNER

#: Where annotations stand; up to version 1.0 they were called completions.
ANNOTATIONS = ("annotations", "completions")
#: What Label Studio always writes, and what says nothing of the text: when, how long, how sure, how many.
_ALWAYS = keys(
    *("id", "created_at", "updated_at", "updated_by", "project", "inner_id", "file_upload", "unique_id", "task"),
    *("total_annotations", "cancelled_annotations", "total_predictions", "comment_count", "is_labeled", "overlap"),
    *("unresolved_comment_count", "last_comment_updated_at", "comment_authors", "annotators", "predictions_score"),
    *("lead_time", "result_count", "last_action", "last_created_by", "draft_created_at", "bulk_created", "prediction"),
    *("parent_prediction", "parent_annotation", "import_id", "created_ago", "cluster", "neighbors", "mislabeling"),
    *("score", "model", "model_run", "model_version", "allow_skip", "agreement", "precomputed_agreement"),
)
_VALUE = keys(
    *("start", "end", "startOffset", "endOffset", "globalOffsets", "text", *LABELS, "htmllabels"),
    *("choices", "number", "rating", "taxonomy", "datetime"),
    # Places on a picture or in sound: that regions there are not read is told of each.
    *("x", "y", "width", "height", "rotation", "points", "closed", "radiusX", "radiusY", "rle", "format", "channel"),
    *("rectanglelabels", "ellipselabels", "polygonlabels", "keypointlabels", "brushlabels"),
)
_ITEM = keys(
    *("id", "type", "from_name", "to_name", "from_id", "to_id", "direction", "labels", "origin", "score"),
    # How a region is shown.
    *("hidden", "locked", "readonly", "selected", "parentID"),
    *("source", "image_rotation", "original_width", "original_height", "original_length"),
    value=_VALUE,
    meta=keys("text", CORNER),
)
_ANNOTATION = {
    **_ALWAYS,
    **keys("created_username", "was_cancelled", "skipped", "ground_truth", result=_ITEM),
    # Who it was: one address is enough.
    "completed_by": keys("id", "email", "username", "first_name", "last_name", "initials", "avatar"),
}
#: The keys of a task; its data and its meta are metadata, and drafts are told in their own words.
KNOWN: Known = {
    **_ALWAYS,
    **keys("data", "meta", "drafts"),
    **dict.fromkeys((*ANNOTATIONS, "predictions"), _ANNOTATION),
}


def known_of(task: JsonObject, text_key: str) -> Known:
    """The keys of a task that are read; our corner says all that is metadata of ours."""
    if "data" not in task:
        return {ANY: None}
    if corner_of(task) is None:
        return KNOWN
    return {**KNOWN, "data": keys("id", text_key), "meta": keys(CORNER)}


def corner_of(task: JsonObject) -> JsonObject | None:
    """What stands under our name in a task, if anything does."""
    meta = task.get("meta")
    corner = meta.get(CORNER) if isinstance(meta, dict) else None
    return corner if isinstance(corner, dict) else None
