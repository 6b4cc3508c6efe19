namespace TinyEngine.Compiler.Planning;

/// <summary>What searches for places do with an order: change it a little, by chance that is the same every time.</summary>
internal sealed class PlacementOrder
{
    private uint _state = 0x9E3779B9;

    /// <summary>A number of a fixed sequence, from 0 to one less than a limit.</summary>
    public int Random(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }

    /// <summary>Takes an item out of an order and puts it in at another position.</summary>
    public static void Move(int[] order, int from, int to)
    {
        var moved = order[from];
        if (from < to)
            Array.Copy(order, from + 1, order, from, to - from);
        else
            Array.Copy(order, to, order, to + 1, from - to);
        order[to] = moved;
    }
}
