const request = require('request')

const options = {
  method: 'GET',
  url: 'https://<domain>/<api prefix>/<version>/get/support-ticket/catogory-list/',
  headers: {
    apikey: '<apikey>',
  },
}

request(options, (error, response) => {
  if (error) throw new Error(error)
  process.stdout.write(response.body)
})
