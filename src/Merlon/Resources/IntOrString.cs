using System.Globalization;

namespace Merlon.Resources;

/// <summary>A port as the API writes it: a number or a name. Exactly one of the two is set.</summary>
public sealed record IntOrString
{
    IntOrString(int? number, string? text) => (Number, Text) = (number, text);

    public int? Number { get; }

    public string? Text { get; }

    public static IntOrString Of(int number) => new(number, null);

    public static IntOrString Of(string text) => new(null, text);

    public override string ToString() => Text ?? Number.GetValueOrDefault().ToString(CultureInfo.InvariantCulture);
}
