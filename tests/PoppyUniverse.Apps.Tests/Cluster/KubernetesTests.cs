using k8s;
using k8s.Models;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>deploy/kubernetes against the types of the API; no cluster runs here.</summary>
public sealed class KubernetesTests
{
    [Fact]
    public void Simulate_Manifest_IsAnIndexedJobOfAsManyShards()
    {
        var job = KubernetesYaml.Deserialize<V1Job>(File.ReadAllText(Repository.File("deploy/kubernetes/simulate.yaml")), strict: true);
        // the types take any text here, so these are looked at by hand
        Assert.Equal(("batch/v1", "Job", "Indexed"), (job.ApiVersion, job.Kind, job.Spec.CompletionMode));
        Assert.Contains(job.Spec.PodReplacementPolicy, (string[])["TerminatingOrFailed", "Failed"]);
        var (pod, container) = (job.Spec.Template.Spec, Assert.Single(job.Spec.Template.Spec.Containers));
        Assert.Equal("Never", pod.RestartPolicy);
        Assert.Contains($"--shard auto/{job.Spec.Completions} ", container.Args[0], StringComparison.Ordinal);
        Assert.Equal(pod.Volumes.Select(volume => volume.Name), container.VolumeMounts.Select(mount => mount.Name));
    }

    [Fact]
    public void Deserialize_UnknownField_IsRefused() =>
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.Deserialize<V1Job>("apiVersion: batch/v1\nkind: Job\nspec:\n  completion: 3\n", strict: true));
}
