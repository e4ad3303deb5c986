"""What losses take back of earlier bookings (C-11, decision 33), and what else puts lines right."""
import pay_rules as rules
from deals import GROWTH, LOSSES

EARLY = 90 * rules.DAY


class Sale:
    """A booking's growth, as losses take it back."""

    def __init__(self, deal):
        self.deal = deal
        self.whole = {part: part.amount for part in deal.parts if part.category in GROWTH}
        self.taken = dict.fromkeys(self.whole, 0)
        self.takings = []  # (when, part, how much)
        self.churned = False

    def take(self, at, part, amount):
        if amount:
            self.takings.append((at, part, amount))
            self.taken[part] += amount

    def take_line(self, at, product_line, amount):
        """X-1: from the parts of a product line in proportion to what is left; answers how much there was."""
        parts = [part for part in self.whole if self.deal.lines[part.line]["product_line"] == product_line]
        left = [self.whole[part] - self.taken[part] for part in parts]
        amount = min(amount, sum(left))
        if amount:
            for part, share in zip(parts, rules.split(amount, left)):
                self.take(at, part, share)
        return amount


def lay(deals):
    """The losses among the bookings of one account against the growth of the 90 days before each."""
    sales = [Sale(deal) for deal in sorted(deals, key=lambda deal: -deal.booked)]
    for loss in sorted(deals, key=lambda deal: deal.booked):
        bearing = [sale for sale in sales if sale.deal.booked < loss.booked <= sale.deal.booked + EARLY]
        for part in loss.parts:
            if part.category not in LOSSES:
                continue
            product_line, amount = loss.lines[part.line]["product_line"], -part.amount
            for sale in bearing:
                if part.category == "churn":
                    sale.churned = True
                    for sold in sale.whole:
                        sale.take(loss.booked, sold, sale.whole[sold] - sale.taken[sold])
                else:
                    amount -= sale.take_line(loss.booked, product_line, amount)
    return {sale.deal.id: sale for sale in sales}


def lay_all(deals, until):
    """By attribution: what the losses before an instant left of every booking."""
    accounts = {}
    for deal in deals:
        if deal.booked < until:
            accounts.setdefault(deal.account, []).append(deal)
    return {key: sale for some in accounts.values() for key, sale in lay(some).items()}


def taken(sale, kind, part, figure):
    """How much of a line's figure is gone: `kind` is that of the line that first gave it, `part` None a bonus's."""
    if sale.churned and kind in ("earning", "bonus"):
        return figure
    if kind == "bonus" or part not in sale.whole:
        return 0
    return rules.split(figure, [sale.taken[part], sale.whole[part] - sale.taken[part]])[0]
