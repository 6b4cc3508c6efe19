using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>Reference pages of the library, made from its documentation comments: one for each namespace, and a list of them.</summary>
internal static partial class ApiReference
{
    private static readonly (string Framework, string Keyword)[] Keywords =
    [
        ("Boolean", "bool"),
        ("Byte", "byte"),
        ("SByte", "sbyte"),
        ("Int16", "short"),
        ("UInt16", "ushort"),
        ("Int32", "int"),
        ("UInt32", "uint"),
        ("Int64", "long"),
        ("UInt64", "ulong"),
        ("Single", "float"),
        ("Double", "double"),
        ("String", "string"),
        ("Object", "object"),
        ("Void", "void"),
    ];

    private const string Operators = "TinyEngine.Compiler.Operators";

    /// <summary>The pages.</summary>
    /// <param name="assemblies">The library.</param>
    /// <returns>Text by file name.</returns>
    public static IReadOnlyDictionary<string, string> Pages(IEnumerable<Assembly> assemblies)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var list = new StringBuilder(
            """
            # The library
            The package `TinyEngine`, by namespace; [how to use it](../../guide/use-from-dotnet.md). Generated from the documentation
            comments by `eng/snapshots.sh`.

            | Namespace | Types |
            |---|---|

            """
        );
        foreach (var assembly in assemblies)
        {
            var documentation = new XmlDocumentation(assembly);
            foreach (var page in assembly.GetExportedTypes().GroupBy(PageOf).OrderBy(page => page.Key, StringComparer.Ordinal))
            {
                var types = page.OrderBy(type => ShortName(type), StringComparer.Ordinal).ToList();
                pages[$"{page.Key}.md"] = Page(page.Key, types, documentation);
                list.Append($"| [{page.Key}]({page.Key}.md) | {string.Join(", ", types.Select(type => $"`{ShortName(type)}`"))} |\n");
            }
        }

        pages["README.md"] = list.ToString();
        return pages;
    }

    /// <summary>An operator has a namespace of its own; a page of its own would be a few lines.</summary>
    private static string PageOf(Type type) =>
        type.Namespace!.StartsWith(Operators, StringComparison.Ordinal) ? Operators : type.Namespace!;

    private static string Page(string name, List<Type> types, XmlDocumentation documentation)
    {
        var text = new StringBuilder(
            $"# {name}\nGenerated from the documentation comments by `eng/snapshots.sh`. [All namespaces](README.md)\n"
        );
        foreach (var type in types)
        {
            text.Append(
                "\n"
                    + $"## {ShortName(type)}\n"
                    + $"{ApiText.Kind(type)}{(type.Namespace == name ? "" : $" in `{type.Namespace}`")}\n\n"
                    + $"{About(documentation.Of(type), withParameters: false)}\n"
            );
            var members = ApiText
                .MembersOf(type)
                .Select(member => (Line: LineOf(member), About: documentation.Of(member), IsMaker: member is ConstructorInfo))
                .Where(member => member.Line is not null && member.About?.Element("inheritdoc") is null)
                .OrderBy(member => member.IsMaker ? 0 : 1)
                .ThenBy(member => member.Line, StringComparer.Ordinal)
                .ToList();
            if (members.Count > 0)
                text.Append('\n');
            foreach (var (line, about, isMaker) in members)
                text.Append(Item(line!, isMaker ? Parameters(about) : About(about, withParameters: true)));
        }

        return text.ToString();
    }

    private static string Item(string line, string about) => $"- `{line}`{(about.Length > 0 ? $": {about}" : "")}\n";

    private static string? LineOf(MemberInfo member) =>
        member is FieldInfo { DeclaringType.IsEnum: true } field
            ? field.IsLiteral
                ? field.Name
                : null
            : ApiText.Line(member) is { } line
                ? Spell(Namespaces().Replace(line, "").Replace(".ctor(", $"{ShortName(member.DeclaringType!)}(", StringComparison.Ordinal))
                : null;

    /// <summary>Types as C# spells them: <c>int</c>, <c>long?</c>.</summary>
    private static string Spell(string line)
    {
        var known = Word().Replace(line, word => Keywords.FirstOrDefault(pair => pair.Framework == word.Value).Keyword ?? word.Value);
        return NullableOf().Replace(known, "$1?");
    }

    private static string About(XElement? comment, bool withParameters) =>
        string.Join(
            " ",
            new[]
            {
                XmlDocumentation.Text(comment?.Element("summary")),
                withParameters ? Parameters(comment) : "",
                comment?.Element("returns") is { } returns ? $"Returns: {XmlDocumentation.Text(returns)}" : "",
                XmlDocumentation.Text(comment?.Element("remarks")),
                string.Join(
                    " ",
                    comment
                        ?.Elements("exception")
                        .Select(exception =>
                            $"Throws `{exception.Attribute("cref")!.Value.Split('.')[^1]}`: {XmlDocumentation.Text(exception)}"
                        )
                        ?? []
                ),
            }.Where(part => part.Length > 0)
        );

    private static string Parameters(XElement? comment) =>
        string.Join(
            " ",
            comment
                ?.Elements("param")
                .Where(parameter => parameter.Value.Length > 0)
                .Select(parameter => $"*{parameter.Attribute("name")!.Value}*: {XmlDocumentation.Text(parameter)}")
                ?? []
        );

    private static string ShortName(Type type) => Namespaces().Replace(ApiText.Name(type), "");

    // A type, not the name of a member or parameter: a blank or a bracket of another type follows.
    [GeneratedRegex(@"\b[A-Z]\w*(?=[ >,\[])")]
    private static partial Regex Word();

    [GeneratedRegex(@"Nullable<([\w.]+)>")]
    private static partial Regex NullableOf();

    [GeneratedRegex(@"TinyEngine\.(?:[A-Z]\w*\.)*(?=[A-Z]\w*)(?<!TinyEngine)")]
    private static partial Regex Namespaces();
}
