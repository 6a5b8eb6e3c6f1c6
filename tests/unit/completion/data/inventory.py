"""Stock levels of a small warehouse, read from CSV and reported per shelf."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Item:
    sku: str
    name: str
    quantity: int = 0
    price_cents: int = 0
    tags: set[str] = field(default_factory=set)

    @property
    def value(self) -> int:
        return self.quantity * self.price_cents


class OutOfStock(Exception):
    def __init__(self, sku, wanted, available):
        super().__init__(f"{sku}: wanted {wanted}, have {available}")
        self.sku = sku
        self.wanted = wanted
        self.available = available


class Inventory:
    """All items by SKU."""

    def __init__(self, items=()):
        self._items = {item.sku: item for item in items}
        self._shelves = defaultdict(list)

    def __len__(self):
        return len(self._items)

    def add(self, item: Item, shelf: str = "unsorted") -> None:
        existing = self._items.get(item.sku)
        if existing is None:
            self._items[item.sku] = item
            self._shelves[shelf].append(item.sku)
            return
        existing.quantity += item.quantity
        existing.tags |= item.tags

    def take(self, sku: str, count: int) -> int:
        item = self._items[sku]
        if item.quantity < count:
            raise OutOfStock(sku, count, item.quantity)
        item.quantity -= count
        return item.quantity

    def move(self, sku, source, target):
        if sku not in self._shelves[source]:
            raise KeyError(f"{sku} is not on shelf {source}")
        self._shelves[source].remove(sku)
        self._shelves[target].append(sku)

    def search(self, text, *, tag=None, limit=10):
        needle = text.casefold()
        found = []
        for item in self._items.values():
            if needle not in item.name.casefold():
                continue
            if tag is not None and tag not in item.tags:
                continue
            found.append(item)
            if len(found) == limit:
                break
        return sorted(found, key=lambda item: item.name)

    def report(self):
        total = 0
        for shelf, skus in sorted(self._shelves.items()):
            worth = sum(self._items[sku].value for sku in skus)
            total += worth
            print(f"{shelf:<12}{len(skus):>4} items {worth / 100:>10.2f}")
        print(f"{'total':<12}{len(self):>4} items {total / 100:>10.2f}")
        return total


def read_items(path: Path, delimiter=","):
    with path.open(newline="", encoding="utf-8") as handle:
        reader = csv.DictReader(handle, delimiter=delimiter)
        for number, row in enumerate(reader, start=2):
            try:
                quantity = int(row["quantity"])
                price = round(float(row["price"]) * 100)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path}:{number}: {error}") from error
            tags = set(filter(None, row.get("tags", "").split("|")))
            yield Item(row["sku"], row["name"], quantity, price, tags)


def restock(inventory, orders, *, minimum=5):
    missing = {}
    for sku, wanted in orders.items():
        try:
            left = inventory.take(sku, wanted)
        except OutOfStock as error:
            missing[sku] = error.wanted - error.available
            continue
        if left < minimum:
            missing[sku] = minimum - left
    return missing


def main(arguments):
    inventory = Inventory(read_items(Path(arguments[0])))
    if len(arguments) > 1:
        for item in inventory.search(arguments[1], limit=3):
            print(item.sku, item.name, item.quantity)
    return inventory.report()
