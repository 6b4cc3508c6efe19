using System.Reflection;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>Types and members of a library as text.</summary>
internal static class ApiText
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The word for a kind of type.</summary>
    public static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : "class";

    /// <summary>Public members that somebody wrote: of a record the compiler makes equality, printing and copying, which say
    /// nothing.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type) => type.GetMembers(Own).Where(member => !IsMade(member));

    private static bool IsMade(MemberInfo member) =>
        member.Name
            is "Equals"
                or "GetHashCode"
                or "ToString"
                or "PrintMembers"
                or "EqualityContract"
                or "Deconstruct"
                or "op_Equality"
                or "op_Inequality"
                or "<Clone>$"
        || member is Type
        || member is MethodInfo { IsSpecialName: true, Name: var name } && !name.StartsWith("op_", StringComparison.Ordinal);

    /// <summary>A member as one line; null for what needs none.</summary>
    public static string? Line(MemberInfo member) =>
        member switch
        {
            MethodBase method => $"{(method.IsStatic ? "static " : "")}"
                + $"{(method as MethodInfo is { } returning ? Name(returning.ReturnType) + " " : "")}"
                + $"{method.Name}({string.Join(", ", method.GetParameters().Select(Parameter))})",
            PropertyInfo property =>
                $"{((property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "")}{Name(property.PropertyType)} "
                    + $"{property.Name} {{{(property.GetMethod is { IsPublic: true } ? " get;" : "")}"
                    + $"{(property.SetMethod is { IsPublic: true } ? " set;" : "")} }}",
            FieldInfo field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
            EventInfo happening => $"event {happening.Name}",
            _ => null,
        };

    private static string Parameter(ParameterInfo parameter) => $"{Name(parameter.ParameterType)} {parameter.Name}";

    /// <summary>A type with its namespace where it is ours.</summary>
    public static string Name(Type type) =>
        type switch
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
