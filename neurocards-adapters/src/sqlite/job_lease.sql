-- job_lease.due
with {turns}
select id, order_id from turns order by turn, run_at, seq limit $2
