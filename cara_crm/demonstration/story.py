"""One story from issue to answer in three sectors, lived through with the product's own services, day by day."""

from cara_crm.demonstration import asking, desk, downward, grouping, singles, upward
from cara_crm.demonstration.accounts import Cast
from cara_crm.demonstration.stage import Stage


def tell(cast: Cast, seed: int) -> None:
    """Plan every chapter, then live through the year; what was mailed then has left."""
    stage = Stage(cast)
    grouping.plan(stage)
    singles.plan(stage)
    upward.plan(stage)
    asking.plan(stage)
    downward.plan(stage, seed)
    desk.plan(stage)
    stage.diary.live()
    downward.lose_some(stage)
    downward.settle_the_past()
