using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyEngine.Compiler.Kernels;

/// <summary>Computes the integer expressions of macros: the operators that sizes need, with C's precedence.</summary>
internal sealed partial class CExpression
{
    /// <summary>Operators with two operands, those that bind least first.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> Levels =
    [
        ["|"],
        ["&"],
        ["==", "!="],
        ["<", ">", "<=", ">="],
        ["<<", ">>"],
        ["+", "-"],
        ["*", "/", "%"],
    ];

    private readonly string[] _tokens;
    private readonly ImmutableArray<string> _names;
    private int _at;

    private CExpression(string text, ImmutableArray<string> names)
    {
        _tokens = [.. Tokens().Matches(text).Select(token => token.Value), ""];
        _names = names;
    }

    /// <summary>The value of an expression as a function of its names' values.</summary>
    /// <exception cref="FormatException">The text is no such expression.</exception>
    public static Func<int[], int> Compile(string text, ImmutableArray<string> names)
    {
        var expression = new CExpression(text, names);
        var value = expression.Choice();
        return expression._tokens[expression._at].Length == 0 ? value : throw expression.Unexpected();
    }

    private Func<int[], int> Choice()
    {
        var condition = Binary(0);
        if (!Take("?"))
            return condition;
        var then = Choice();
        Expect(":");
        var otherwise = Choice();
        return values => condition(values) != 0 ? then(values) : otherwise(values);
    }

    private Func<int[], int> Binary(int level)
    {
        if (level == Levels.Length)
            return Unary();
        var left = Binary(level + 1);
        while (Levels[level].Contains(_tokens[_at]))
        {
            var (first, sign, second) = (left, _tokens[_at++], Binary(level + 1));
            left = values => Apply(sign, first(values), second(values));
        }

        return left;
    }

    private static int Apply(string sign, int a, int b) =>
        sign switch
        {
            "|" => a | b,
            "&" => a & b,
            "==" => a == b ? 1 : 0,
            "!=" => a != b ? 1 : 0,
            "<" => a < b ? 1 : 0,
            ">" => a > b ? 1 : 0,
            "<=" => a <= b ? 1 : 0,
            ">=" => a >= b ? 1 : 0,
            "<<" => a << b,
            ">>" => a >> b,
            "+" => checked(a + b),
            "-" => checked(a - b),
            "*" => checked(a * b),
            "/" => a / b,
            _ => a % b,
        };

    private Func<int[], int> Unary()
    {
        if (Take("~") && Unary() is var inverted)
            return values => ~inverted(values);
        if (Take("-") && Unary() is var negated)
            return values => -negated(values);
        if (Take("("))
        {
            var inner = Choice();
            Expect(")");
            return inner;
        }

        var token = _tokens[_at++];
        if (int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return _ => number;
        if (_names.IndexOf(token) is var index and >= 0)
            return values => values[index];
        return Macro(token);
    }

    private Func<int[], int> Macro(string name)
    {
        _at--;
        var macro = CMacro.Find(name) ?? throw Unexpected();
        _at++;
        Expect("(");
        var arguments = new List<Func<int[], int>> { Choice() };
        while (Take(","))
            arguments.Add(Choice());
        Expect(")");
        var body = Compile(macro.Text, macro.Parameters);
        return values => body([.. arguments.Select(argument => argument(values))]);
    }

    private bool Take(string token)
    {
        if (_tokens[_at] != token)
            return false;
        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token))
            throw Unexpected();
    }

    private FormatException Unexpected() => new($"'{_tokens[_at]}' is not expected in '{string.Join(' ', _tokens)}'");

    [GeneratedRegex(@"\w+|<<|>>|[<>=!]=|[-+*/%&|~?:(),<>]")]
    private static partial Regex Tokens();
}
