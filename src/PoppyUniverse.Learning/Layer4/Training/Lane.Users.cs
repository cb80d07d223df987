using System.Runtime.CompilerServices;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

// What a lane does with its users beside the products of a tile.
internal sealed unsafe partial class Lane
{
    // A known user moves as soon as its gradient is complete; that of the unknown one joins the shared parameters'.
    private readonly struct UserSteps(Lane lane, Adam* adam) : ISideWork
    {
        private readonly UserTable _table = lane.Users;
        private readonly int* _users = lane._work.Forward.Runs.Users;
        private readonly float* _grads = lane._work.GradUsers.Pointer;
        private readonly float* _unknown = lane.Gradients.At(lane._weights.Layout.UnknownUser);
        private readonly (int Row, int Learned) _widths = (lane._shape.UserRow, lane._shape.LearnedUserRow);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Row(int run)
        {
            var user = _users[run];
            var grad = _grads + ((nint)run * _widths.Row);
            if (user < _table.Users)
                _table.Step(*adam, user, grad);
            else
                RowKernels.Add(grad, _unknown, _widths.Learned);
        }
    }

    // Asks for the users of the rows that stand here, so that they are near when it is their turn.
    private readonly struct UserRequests(UserTable table, PackedRow* rows, int count) : ISideWork
    {
        private readonly int _count = table.IsLarge ? count : 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Row(int row)
        {
            if (row < _count)
                table.Prefetch(rows[row].User);
        }
    }
}
