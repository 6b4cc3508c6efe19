using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>The documentation comments of an assembly, as the compiler writes them beside it.</summary>
/// <param name="assembly">The assembly.</param>
internal sealed partial class XmlDocumentation(Assembly assembly)
{
    private readonly Dictionary<string, XElement> _members = XDocument
        .Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>The comment of a type or member; null without one.</summary>
    public XElement? Of(MemberInfo member) => _members.GetValueOrDefault(IdOf(member));

    /// <summary>A part of a comment as Markdown on one line.</summary>
    public static string Text(XElement? part) => part is null ? "" : Blanks().Replace(string.Concat(part.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) =>
        node switch
        {
            XText text => text.Value.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal),
            XElement { Name.LocalName: "see" or "seealso" } see =>
                $"`{ShortName(see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? see.Attribute("href")?.Value ?? "")}`",
            XElement { Name.LocalName: "paramref" or "typeparamref" } reference => $"`{reference.Attribute("name")!.Value}`",
            XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "b" } bold => $"**{bold.Value}**",
            XElement other => $" {Text(other)} ",
            _ => "",
        };

    /// <summary>The last part of an id, with its type where it is a member: <c>M:A.B.C(D)</c> becomes <c>B.C</c>.</summary>
    private static string ShortName(string id)
    {
        if (id.Length < 2 || id[1] != ':')
            return id;
        var parts = id[2..].Split('(')[0].Split('.');
        return (id[0] == 'T' ? parts[^1] : string.Join('.', parts[^2..])).Split('`')[0];
    }

    private static string IdOf(MemberInfo member) =>
        member switch
        {
            Type type => $"T:{Plain(type)}",
            PropertyInfo property => $"P:{Plain(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
            FieldInfo field => $"F:{Plain(field.DeclaringType!)}.{field.Name}",
            EventInfo happening => $"E:{Plain(happening.DeclaringType!)}.{happening.Name}",
            ConstructorInfo constructor => $"M:{Plain(constructor.DeclaringType!)}.#ctor{Parameters(constructor.GetParameters())}",
            MethodInfo method => $"M:{Plain(method.DeclaringType!)}.{method.Name}"
                + $"{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")}{Parameters(method.GetParameters())}"
                + (method.Name is "op_Implicit" or "op_Explicit" ? $"~{Reference(method.ReturnType)}" : ""),
            _ => "",
        };

    private static string Plain(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Reference(parameter.ParameterType)))})";

    private static string Reference(Type type) =>
        type switch
        {
            { IsByRef: true } => $"{Reference(type.GetElementType()!)}@",
            { IsArray: true } => $"{Reference(type.GetElementType()!)}[]",
            { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
            { IsGenericParameter: true } => $"`{type.GenericParameterPosition}",
            { IsGenericType: true } => $"{Plain(type).Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Reference))}}}",
            _ => Plain(type),
        };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
