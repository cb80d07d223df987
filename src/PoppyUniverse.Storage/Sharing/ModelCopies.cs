using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Storage.Sharing;

/// <summary>One model for all ranks: each has it on its disk, or one has trained it.</summary>
public static class ModelCopies
{
    /// <summary>Loads the model of a folder that every rank can read.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ranks">The ranks, all of which call this.</param>
    /// <exception cref="ModelFormatException">It cannot be loaded.</exception>
    /// <exception cref="DataFormatException">A rank has another model there than rank 0.</exception>
    public static ITrainedModel Load(string folder, ICollective ranks)
    {
        var model = ModelFolder.Load(folder);
        SameFile.Require(ModelFolder.ConfigOf(folder), ranks);
        return model;
    }

    /// <summary>Gives every rank the model of rank 0, bit for bit: as a folder's files, which are what a model is outside of a process.</summary>
    /// <param name="model">Rank 0's; ignored on the others.</param>
    /// <param name="ranks">The ranks, all of which call this.</param>
    /// <exception cref="IOException">The folder of temporary files cannot be written.</exception>
    public static ITrainedModel OnAll(ITrainedModel? model, ICollective ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Size == 1)
            return model!;
        var folder = Directory.CreateTempSubdirectory("poppy-model-").FullName;
        try
        {
            if (ranks.Rank == 0)
                ModelFolder.Save(model!, folder);
            foreach (var path in ModelFolder.FilesOf(folder))
            {
                var bytes = ranks.Broadcast<byte>(ranks.Rank == 0 ? File.ReadAllBytes(path) : null);
                if (ranks.Rank != 0)
                    File.WriteAllBytes(path, bytes);
            }

            return ranks.Rank == 0 ? model! : ModelFolder.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
