"""What caches near the viewers (CloudFront) are told: that something is gone.

Without the setting `media_distribution`, as on one machine, there is no cache to tell and nothing to do.
"""

import os
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from kernel.errors import Away
from kernel.ids import new_id
from kit.settings import settings


def forget(path: str) -> bool:
    """Have caches drop what lies under `path`, which may end in `*`. False when there are none. Raises Away."""
    distribution = settings().media_distribution
    if not distribution:
        return False
    config = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
    region = os.environ.get("AWS_REGION")
    batch = {"Paths": {"Quantity": 1, "Items": [path]}, "CallerReference": new_id()}
    try:
        client: Any = botocore.session.get_session().create_client("cloudfront", region_name=region, config=config)
        client.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)
    except (ClientError, BotoCoreError) as error:
        raise Away(reason=str(error)) from error
    return True
