namespace LowRank.Verify.Networks.Files;

/// <summary>numpy's .npz: a zip archive of .npy arrays, stored or deflated. Other members are named and left out.</summary>
internal static class NpzReader
{
    private const string Extension = ".npy";

    public static TensorList Read(ZipMembers archive)
    {
        TensorList list = new(archive.Path);
        foreach (var entry in archive.Entries)
        {
            string name = entry.FullName;
            if (name.EndsWith(Extension, StringComparison.Ordinal))
            {
                name = name[..^Extension.Length];
                list.Add(name, null,
                    () => NpyReader.Read(archive.Expand(entry, ElementDecoder.Place(archive.Path, name)), archive.Path, name));
            }
            else
            {
                list.Leave(name, null, "it is a member of the archive and no .npy array");
            }
        }

        return list.Checked("the archive holds no array");
    }
}
