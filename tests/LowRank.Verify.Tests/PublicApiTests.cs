using System.Globalization;
using System.Reflection;
using System.Text;
using Xunit;

namespace LowRank.Verify.Tests;

/// <summary>
/// The public API of the package as text, compared with PublicApi.verified.txt beside this file: a change shows up as a diff. On
/// a difference the new text is written as PublicApi.received.txt; to accept it, rename it.
/// </summary>
public sealed class PublicApiTests
{
    /// <summary>The assemblies of the package, each before those that build on it.</summary>
    private static readonly Assembly[] Floors =
    [
        typeof(InputException).Assembly, typeof(InputRecord).Assembly, typeof(LowRank.Verify.Networks.NetworkReader).Assembly,
        typeof(LowRank.Verify.Catalogue.OracleCatalogue).Assembly, typeof(LowRank.Verify.FastPath.FastEvaluator).Assembly, typeof(LowRank.Verify.Assessment.NetworkAssessment).Assembly,
    ];

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_public_API_is_the_recorded_one()
    {
        string folder = Path.Combine(Repository.Root, "tests", "LowRank.Verify.Tests");
        string verified = Path.Combine(folder, "PublicApi.verified.txt"), received = Path.Combine(folder, "PublicApi.received.txt");
        string text = string.Concat(Floors.Select(floor => $"# {floor.GetName().Name}\n{Describe(floor)}"));
        string known = File.Exists(verified) ? File.ReadAllText(verified) : string.Empty;
        if (text == known)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        string[] before = known.Split('\n'), now = text.Split('\n');
        Assert.Fail($"The public API changed; compare {Path.GetFileName(received)} with {Path.GetFileName(verified)}.\n"
            + string.Join('\n', before.Except(now).Select(l => "- " + l).Concat(now.Except(before).Select(l => "+ " + l)).Take(40)));
    }

    private static string Describe(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().Where(t => t.Namespace?.StartsWith("LowRank", StringComparison.Ordinal) == true).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Kind(type)} {Name(type)}{Bases(type)}\n");
            foreach (string member in type.GetMembers(Declared).Select(Member).Where(m => m.Length > 0).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {member}\n");
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type)
    {
        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        List<string> bases = [.. type.GetInterfaces().Except(inherited).Select(Name).Order(StringComparer.Ordinal)];
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            bases.Insert(0, Name(parent));
        }

        return bases.Count == 0 || type.IsEnum ? string.Empty : " : " + string.Join(", ", bases);
    }

    private static string Member(MemberInfo member) => member switch
    {
        _ when member.Name.Contains('<', StringComparison.Ordinal) => string.Empty,
        FieldInfo field => field.IsSpecialName ? string.Empty : field.IsLiteral
            ? $"const {field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
            : $"field {field.Name}: {Name(field.FieldType)}",
        PropertyInfo property => $"{property.Name}{Parameters(property.GetIndexParameters(), "[", "]")}: {Name(property.PropertyType)}"
            + (property.GetMethod?.IsPublic == true ? " get" : string.Empty) + (property.SetMethod?.IsPublic == true ? " set" : string.Empty),
        ConstructorInfo constructor => "new" + Parameters(constructor.GetParameters(), "(", ")"),
        MethodInfo { IsSpecialName: true } operation when !operation.Name.StartsWith("op_", StringComparison.Ordinal) => string.Empty,
        MethodInfo method => $"{(method.IsStatic ? "static " : string.Empty)}{method.Name}{Parameters(method.GetParameters(), "(", ")")}: {Name(method.ReturnType)}",
        _ => string.Empty,
    };

    private static string Parameters(ParameterInfo[] parameters, string open, string close) => parameters.Length == 0 && open == "["
        ? string.Empty
        : open + string.Join(", ", parameters.Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.IsOptional ? "?" : string.Empty)}")) + close;

    private static string Name(Type type)
    {
        if (type.IsGenericParameter || type.IsByRef || type.IsArray || type.IsPointer)
        {
            return type.Name;
        }

        string name = (type.FullName ?? type.Name).Split('[')[0].Replace('+', '.');
        name = name.StartsWith("LowRank.Verify.", StringComparison.Ordinal) ? name["LowRank.Verify.".Length..] : type.Name;
        int mark = name.IndexOf('`', StringComparison.Ordinal);
        return mark < 0 ? name : name[..mark] + "<" + string.Join(", ", type.GetGenericArguments().Select(Name)) + ">";
    }
}
