namespace Merlon.Connectivity.Classes;

/// <summary>Turns 64 words of 64 bits: bit j of word i becomes bit i of word j.</summary>
static class BitTransposition
{
    public static void Turn(Span<ulong> words)
    {
        var mask = 0x00000000FFFFFFFFUL;
        for (var width = 32; width != 0; width >>= 1, mask ^= mask << width)
        {
            for (var i = 0; i < 64; i = (i + width + 1) & ~width)
            {
                var swapped = ((words[i] >> width) ^ words[i + width]) & mask;
                words[i] ^= swapped << width;
                words[i + width] ^= swapped;
            }
        }
    }
}
