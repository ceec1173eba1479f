# SPDX-License-Identifier: GPL-2.0-or-later
#
# Rows of raw.csv to one object: for each thing that was measured and each way
# the median, the 99th percentile and the number of samples; and how many times
# as much each way needs as each of ours, as the median of the rounds' ratios
# with the least and the greatest. A round's ratio is that of its medians.

def quantile(q): sort | .[((length - 1) * q | round)];
def median: quantile(0.5);

def spread: { median: median, min: min, max: max };

def by(f): group_by(f) | map({ key: (.[0] | f), value: . }) | from_entries;

# Medians of a way by round.
def rounds: by(.round) | map_values(map(.value) | median);

def ratio($ours; $other):
	[$ours | keys[] | select($other[.] and $ours[.] != 0) |
		$other[.] / $ours[.]] |
	if length > 0 then spread else null end;

def figures: map(.value) | { n: length, median: median, p99: quantile(0.99) };

def measured:
	by(.way) as $ways | ($ways | map_values(rounds)) as $rounds |
	{
		what: .[0].what, quantity: .[0].quantity,
		ways: ($ways | map_values(figures)),
		ratios: (["driver", "jpkid", "unit"] |
			map(select($ways[.]) | . as $us | {
				key: $us,
				value: ($rounds | del(.[$us]) |
					map_values(ratio($rounds[$us]; .)))
			}) | from_entries),
	};

{
	schema: "jpki.bench/1",
	date: $date, rounds: ($rounds | tonumber),
	kernel: $kernel, emulator: $emulator, load: $load,
	results: (split("\n") | map(select(length > 0) | split(",") |
		{ round: .[0], way: .[1], what: .[2], quantity: .[3],
		  value: (.[4] | tonumber) }) |
		group_by([.what, .quantity]) | map(measured)),
}
