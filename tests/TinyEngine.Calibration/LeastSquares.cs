namespace TinyEngine.Calibration;

/// <summary>Least squares with coefficients that must not be negative: nothing that a kernel does takes less than no instruction.</summary>
/// <remarks>Source: Lawson, Hanson, "Solving Least Squares Problems", Prentice-Hall 1974, algorithm 23.10 (NNLS), on the normal
/// equations.</remarks>
internal static class LeastSquares
{
    private const double Tolerance = 1e-9;

    /// <summary>The coefficients x ≥ 0 that make |A·x − b| smallest.</summary>
    /// <param name="rows">A.</param>
    /// <param name="right">b.</param>
    public static double[] NotNegative(IReadOnlyList<double[]> rows, IReadOnlyList<double> right)
    {
        var n = rows[0].Length;
        var (ata, atb) = (new double[n, n], new double[n]);
        for (var r = 0; r < rows.Count; r++)
        {
            for (var i = 0; i < n; i++)
            {
                atb[i] += rows[r][i] * right[r];
                for (var j = 0; j < n; j++)
                    ata[i, j] += rows[r][i] * rows[r][j];
            }
        }

        var (x, passive) = (new double[n], new bool[n]);
        for (var round = 0; round < 30 * n; round++)
        {
            var (best, gain) = (-1, Tolerance);
            for (var i = 0; i < n; i++)
            {
                if (passive[i] || ata[i, i] <= 0)
                    continue;
                var slope = atb[i] - Enumerable.Range(0, n).Sum(j => ata[i, j] * x[j]);
                if (slope / Math.Sqrt(ata[i, i]) > gain)
                    (best, gain) = (i, slope / Math.Sqrt(ata[i, i]));
            }

            if (best < 0)
                break;
            passive[best] = true;
            while (true)
            {
                var trial = Solve(ata, atb, passive);
                var step = 1.0;
                for (var i = 0; i < n; i++)
                {
                    if (passive[i] && trial[i] <= 0)
                        step = Math.Min(step, x[i] / (x[i] - trial[i]));
                }

                for (var i = 0; i < n; i++)
                    x[i] += step * (trial[i] - x[i]);
                if (step >= 1)
                    break;
                for (var i = 0; i < n; i++)
                {
                    if (passive[i] && x[i] <= Tolerance)
                        (passive[i], x[i]) = (false, 0);
                }
            }
        }

        return x;
    }

    /// <summary>Solves the equations of the passive coefficients by Cholesky's method; the others stay 0.</summary>
    private static double[] Solve(double[,] matrix, double[] right, bool[] passive)
    {
        var set = Enumerable.Range(0, right.Length).Where(i => passive[i]).ToArray();
        var n = set.Length;
        var (lower, result) = (new double[n, n], new double[right.Length]);
        var y = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                // A little on the diagonal keeps coefficients that the shapes cannot tell apart finite.
                var sum = matrix[set[i], set[j]] * (i == j ? 1 + 1e-10 : 1);
                for (var k = 0; k < j; k++)
                    sum -= lower[i, k] * lower[j, k];
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12 * matrix[set[i], set[i]])) : sum / lower[j, j];
            }

            y[i] = right[set[i]];
            for (var k = 0; k < i; k++)
                y[i] -= lower[i, k] * y[k];
            y[i] /= lower[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                y[i] -= lower[k, i] * y[k];
            y[i] /= lower[i, i];
            result[set[i]] = y[i];
        }

        return result;
    }
}
