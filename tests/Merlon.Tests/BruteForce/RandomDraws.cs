namespace Merlon.Tests.BruteForce;

/// <summary>The ways the generators throw their dice.</summary>
static class RandomDraws
{
    extension(Random random)
    {
        public bool Chance(int percent) => random.Next(100) < percent;

        public int Between(int first, int last) => random.Next(first, last + 1);

        public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

        public T[] Shuffled<T>(IEnumerable<T> items)
        {
            var shuffled = items.ToArray();
            random.Shuffle(shuffled);
            return shuffled;
        }

        /// <summary>A missing list, an empty one, or one with some drawn elements.</summary>
        public IReadOnlyList<T>? OptionalList<T>(int missingPercent, int emptyPercent, int most, Func<T> draw)
        {
            var chance = random.Next(100);
            if (chance < missingPercent)
            {
                return null;
            }

            return chance < missingPercent + emptyPercent ? [] : Repeat(random.Between(1, most), draw);
        }
    }

    public static T[] Repeat<T>(int count, Func<T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];
}
