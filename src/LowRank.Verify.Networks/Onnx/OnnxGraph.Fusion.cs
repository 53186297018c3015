using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Onnx.Constants;
using LowRank.Verify.Networks.Onnx.Fusion;
using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Onnx;

/// <content>
/// Activations that a file writes in parts. A value that several nodes take, and the nodes that have nothing else but
/// stored numbers, form a
/// scalar function of it, up to a node whose result alone is used outside.
/// </content>
internal sealed partial class OnnxGraph
{
    /// <summary>Groups by their last node: the value that goes in, the nodes, and the function.</summary>
    private readonly Dictionary<NodeProto, Group> groups = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<NodeProto> inGroup = new(ReferenceEqualityComparer.Instance);

    private sealed record Group(
        string Source, IReadOnlyList<NodeProto> Nodes, string Kind, ScalarFunction Function, Rational LipschitzSquared);

    private void Fuse(List<NodeProto> order, string output)
    {
        Dictionary<string, List<NodeProto>> takers = new(StringComparer.Ordinal);
        foreach (NodeProto node in order)
        {
            foreach (string name in node.Input.Where(name => name.Length > 0))
            {
                if (!takers.TryGetValue(name, out List<NodeProto>? list))
                {
                    takers.Add(name, list = []);
                }

                list.Add(node);
            }
        }

        foreach (string source in order.SelectMany(node => node.Input).Distinct().Where(name => name.Length > 0).ToArray())
        {
            if (takers[source].Count > 1 && constants.Find(source) is null)
            {
                Fuse(source, order, takers, output);
            }
        }
    }

    private void Fuse(string source, List<NodeProto> order, Dictionary<string, List<NodeProto>> takers, string output)
    {
        Dictionary<string, ScalarForm> forms = new(StringComparer.Ordinal) { [source] = ScalarForm.Variable };
        Dictionary<string, HashSet<NodeProto>> makers = new(StringComparer.Ordinal) { [source] = new(ReferenceEqualityComparer.Instance) };
        Group? found = null;
        foreach (NodeProto node in order.Where(node => !inGroup.Contains(node) && node.Output.Count == 1 && node.Attribute.Count == 0))
        {
            if (node.Domain.Length > 0 && node.Domain != "ai.onnx")
            {
                continue;
            }

            if (!node.Input.Any(forms.ContainsKey) || node.Input.Select(name => Form(name, forms)).ToArray() is not { } parts
                || Array.Exists(parts, part => part is null) || ScalarForm.Apply(node.OpType, parts!) is not { } form)
            {
                continue;
            }

            string result = node.Output[0];
            HashSet<NodeProto> nodes = new(node.Input.Where(makers.ContainsKey).SelectMany(name => makers[name]).Append(node),
                ReferenceEqualityComparer.Instance);
            (forms[result], makers[result]) = (form, nodes);
            bool isClosed = nodes.SelectMany(inner => inner.Output).Append(source).Where(name => name != result)
                .All(name => name != output && takers[name].TrueForAll(nodes.Contains));
            if (isClosed && form.Recognise() is { } known)
            {
                found = new(source, [.. order.Where(nodes.Contains)], known.Kind, known.Function, known.LipschitzSquared);
            }
        }

        if (found is not null)
        {
            groups.Add(found.Nodes[^1], found);
            inGroup.UnionWith(found.Nodes);
        }
    }

    /// <summary>The form of a value that goes into a node: known already, or one stored number.</summary>
    private ScalarForm? Form(string name, Dictionary<string, ScalarForm> forms) =>
        forms.TryGetValue(name, out ScalarForm? form) ? form
        : name.Length > 0 && constants.Find(name) is ConstantValue.Known && Value(name) is OnnxValue.Constant { Tensor: var tensor }
            && tensor.RowMajor is [var value, ..] && Array.TrueForAll(tensor.RowMajor, entry => entry == value) ? ScalarForm.Of(value)
        : null;

    /// <summary>Visits a node of a group: nothing until its last one.</summary>
    private void VisitGroup(NodeProto node)
    {
        read.UnionWith(node.Input);
        if (!groups.TryGetValue(node, out Group? group))
        {
            return;
        }

        CountUse(node, group.Source);
        string result = node.Output[0];
        if (Value(group.Source) is not OnnxValue.Data data || group.Nodes.SelectMany(inner => inner.Input)
            .Any(name => constants.Find(name) is not null && Value(name) is OnnxValue.Constant { Tensor: var c } && !Fits(c.Shape, data)))
        {
            values[result] = NotUnderstood(node, "a constant of the activation that it ends does not act on each sample alone");
            return;
        }

        chain.Add(new ActivationStep(group.Kind, Name(node), group.LipschitzSquared, PreservesZero: true, IsElementwise: true)
        {
            Operation = new StepOperation.Scalar(group.Function),
        });
        values[result] = data;
    }
}
