using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Data;

/// <summary>Runs a network on samples that it was not trained on: as a chain of layers, or as whatever graph its file holds.</summary>
internal static class TestMeasurement
{
    /// <summary>The certified margins; null where no test samples are given.</summary>
    /// <exception cref="InputException">Samples without labels or labels without samples; they do not fit the network or each other;
    /// the network cannot be run.</exception>
    public static MarginAssessment? Measure(StoredFile file, Network network, AssessmentOptions options, StatementNetwork stated) =>
        (options.TestData, options.TestLabels) switch
        {
            (null, null) => null,
            ({ } data, { } labels) => DataMeasurement.Measure(file, network, data, new AssessmentOptions
            {
                Data = data, Labels = labels, Margin = options.Margin, AccuracyLoss = options.AccuracyLoss, Digits = options.Digits,
            }, stated).Data?.Margins,
            (null, _) => throw new InputException("--test-labels needs the samples that they belong to: give --test-data x.npy."),
            _ => throw new InputException("--test-data needs the labels of its samples: give --test-labels y.npy."),
        };

    /// <summary>What must be said where the test samples are the training data.</summary>
    public static IEnumerable<string> Notes(AssessmentOptions options)
    {
        if (options is { Data: { } data, TestData: { } test } && data.Shape.SequenceEqual(test.Shape)
            && data.RowMajor.AsSpan().SequenceEqual(test.RowMajor))
        {
            yield return "the test data are the training data: the test statements do not hold";
        }
    }
}
