namespace Merlon.Tests.Model;

/// <summary>What every value type promises.</summary>
static class ValueContract
{
    /// <summary>The first two are equal in every way, and differ from the third.</summary>
    public static void HoldsFor<T>(T value, T equal, T different) where T : IEquatable<T>
    {
        Assert.True(value.Equals(equal));
        Assert.True(value.Equals((object)equal));
        Assert.Equal(value.GetHashCode(), equal.GetHashCode());
        Assert.Equal(value.ToString(), equal.ToString());
        Assert.False(value.Equals(different));
        Assert.False(value.Equals((object)different));
        Assert.False(value.Equals(null));
        Assert.False(value.Equals("another type"));
    }

    /// <summary>Each compares below all that follow it and equal to itself.</summary>
    public static void AreOrdered<T>(params T[] values) where T : IComparable<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Math.Sign(values[i].CompareTo(values[j])));
            }
        }
    }
}
