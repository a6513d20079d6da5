"""Lines over logarithmic axes, as SVG."""

import math


def picture(path, title, unit, series, across):
    """Draws lines over logarithmic axes as SVG; `series` is name → [(x, y)]."""
    points = [point for line in series.values() for point in line]
    logs = [[math.log(point[side]) for point in points] for side in (0, 1)]
    (left, right), (low, high) = [(min(side), max(side)) for side in logs]
    low, high = low - 0.05 * (high - low or 1), high + 0.05 * (high - low or 1)

    def place(x, y):
        return (60 + 330 * (math.log(x) - left) / (right - left or 1), 250 - 190 * (math.log(y) - low) / (high - low or 1))

    colors = ["#0b62a4", "#b8500b", "#3a7d2c", "#7a3b9a"]
    parts = [f'<text x="60" y="20" font-size="14">{title}</text>',
             '<path d="M60 50V250H390" fill="none" stroke="#888"/>',
             f'<text x="225" y="286" text-anchor="middle">{across}</text>',
             f'<text x="60" y="42" fill="#555">{unit}</text>']
    for x in sorted({point[0] for point in points}):
        parts.append(f'<text x="{place(x, points[0][1])[0]:.0f}" y="266" text-anchor="middle">{_short(x)}</text>')
    labels = []
    for number, (name, line) in enumerate(series.items()):
        color = colors[number % len(colors)]
        spots = [place(x, y) for x, y in line]
        way = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
        parts.append(f'<path d="M{way}" fill="none" stroke="{color}" stroke-width="2"/>')
        for (x, y), (_, value) in zip(spots, line):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>')
            labels.append((x, y - 7, _short(value), color))
        parts.append(f'<text x="425" y="{60 + 16 * number}" fill="{color}">{name}</text>')
    # From below upwards, each clear of the one under it.
    under = {}
    for x, y, text, color in sorted(labels, key=lambda label: -label[1]):
        under[x] = y = min(y, under.get(x, math.inf) - 12)
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{color}" stroke="#fff" stroke-width="3" paint-order="stroke">{text}</text>')
    with open(path, "w", encoding="utf-8") as file:
        file.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 296" width="520" height="296" '
                   'font-family="sans-serif" font-size="11"><rect width="520" height="236" fill="#fff"/>'
                   + "".join(parts) + "</svg>\n")


def _short(x):
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if x >= size:
            return f"{x / size:.3g}{letter}"
    return f"{x:.3g}"
