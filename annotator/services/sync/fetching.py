"""A project of Label Studio as a corpus: fetched by its address, as its export and its own account would hold it."""

import json
from pathlib import Path

from annotator.services.sync import connections
from annotator.services.sync.client import Client, Stopped
from annotator.services.sync.reading import people


def fetch(client: Client, remote_id: int, folder: Path) -> str:
    """Put the project's tasks into the folder, each annotation with its maker's address, and what the project says
    of itself beside them; the field of a task that is its text.

    Nothing is written there. Raises Gone where there is no such project, InvalidInput for a config without a text.
    """
    project = connections.remote(client, remote_id)
    text_key = connections.config_of(project).text_key
    addresses = people(client)
    tasks = client.get(f"/api/projects/{remote_id}/export", exportType="JSON", download_all_tasks="true")
    if not isinstance(tasks, list):
        raise Stopped(f"{client.address} exports no tasks of project {remote_id}")
    for task in tasks:
        for annotation in task.get("annotations", []):
            number = annotation.get("completed_by")
            if number in addresses:
                annotation["completed_by"] = {"id": number, "email": addresses[number]}
    for name, content in (("project.json", project), ("tasks.json", tasks)):
        (folder / name).write_text(json.dumps(content), encoding="ascii")
    return text_key
