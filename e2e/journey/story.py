"""What one chapter leaves for the next."""

from dataclasses import dataclass, field

from e2e.journey.cast import Cast
from e2e.journey.house import House
from practice.models import Matter


@dataclass
class Story:
    """What earlier chapters left for later ones."""

    house: House
    people: Cast
    matters: list[Matter] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    @property
    def matter(self) -> Matter:
        assert self.matters, "The chapter in which the matter is opened did not get there."
        return self.matters[-1]

    def reference(self, number: int) -> str:
        assert len(self.references) > number, "The chapter in which the complaint is logged did not get there."
        return self.references[number]
