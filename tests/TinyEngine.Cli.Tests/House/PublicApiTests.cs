using System.Reflection;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>What the library offers, as reviewed text: a change of it is seen. With <c>TINYENGINE_UPDATE_SNAPSHOTS=1</c> the files are rewritten instead.</summary>
public class PublicApiTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Assemblies => ["TinyEngine.Graph", "TinyEngine.Compiler", "TinyEngine.Toolchain", "TinyEngine.Report"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_API_is_the_reviewed_one(string name)
    {
        var text = string.Join('\n', Assembly.Load(name).GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Describe)) + "\n";
        var path = Repository.File("tests/snapshots/api", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("TINYENGINE_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).ShouldBe(text, "run eng/snapshots.sh");
    }

    private static IEnumerable<string> Describe(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : "class";
        yield return $"{kind} {Name(type)}";
        if (type.IsEnum)
        {
            yield return $"    {string.Join(", ", Enum.GetNames(type))}";
            yield break;
        }

        // Of a record the compiler makes equality, printing and copying; they say nothing.
        foreach (var line in type.GetMembers(Own).Where(member => !IsMade(member)).Select(Line).OfType<string>().Order(StringComparer.Ordinal))
            yield return $"    {line}";
    }

    private static bool IsMade(MemberInfo member) =>
        member.Name is "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "EqualityContract" or "Deconstruct" or "op_Equality" or "op_Inequality" or "<Clone>$" || member is Type
        || member is MethodInfo { IsSpecialName: true, Name: var name } && !name.StartsWith("op_", StringComparison.Ordinal);

    private static string? Line(MemberInfo member) => member switch
    {
        MethodBase method => $"{(method.IsStatic ? "static " : "")}{(method as MethodInfo is { } returning ? Name(returning.ReturnType) + " " : "")}{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"))})",
        PropertyInfo property => $"{((property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "")}{Name(property.PropertyType)} {property.Name} {{{(property.GetMethod is { IsPublic: true } ? " get;" : "")}{(property.SetMethod is { IsPublic: true } ? " set;" : "")} }}",
        FieldInfo field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        EventInfo happening => $"event {happening.Name}",
        _ => null,
    };

    private static string Name(Type type) => type switch
    {
        { IsGenericParameter: true } => type.Name,
        { IsByRef: true } => $"ref {Name(type.GetElementType()!)}",
        { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
        { IsGenericType: true } => $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ => Plain(type),
    };

    private static string Plain(Type type)
    {
        var name = type.Namespace?.StartsWith("TinyEngine", StringComparison.Ordinal) == true ? type.FullName ?? type.Name : type.Name;
        return name.Split('`')[0].Replace('+', '.');
    }
}
